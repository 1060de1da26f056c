/** What a catalogue row can say. */
export const COLUMNS = ['number', 'title', 'sku', 'variant', 'price', 'listPrice', 'floorPrice', 'stock', 'offer', 'gifts', 'tag'] as const;
export type Column = (typeof COLUMNS)[number];

/** Headers as sheets of the trade have them, without spaces and in lower case. */
const HEADERS: Readonly<Record<Column, readonly string[]>> = {
  number: ['链接号', '链接', '序号', '编号', 'number', 'no', 'no.', '#', 'link'],
  title: ['商品', '商品名称', '商品名', '商品标题', '名称', '标题', 'title', 'product', 'productname', 'name', 'listing'],
  sku: ['sku', 'sku编码', 'skuid', 'sku编号', '商家编码', '货号', 'skucode'],
  variant: ['规格', '规格名称', 'sku名称', 'variant', 'option', 'skuname', 'spec'],
  price: ['价格', '直播价', '售价', '到手价', '现价', 'price', 'liveprice', 'saleprice'],
  listPrice: ['划线价', '原价', '市场价', '日常价', '吊牌价', 'listprice', 'originalprice', 'rrp', 'msrp'],
  floorPrice: ['底价', '最低价', '保底价', 'floorprice', 'floor', 'minprice'],
  stock: ['库存', '数量', '备货', '可售库存', '库存数', 'stock', 'quantity', 'qty', 'inventory'],
  offer: ['机制', '优惠', '活动', '利益点', 'offer', 'mechanism', 'promotion'],
  gifts: ['赠品', '赠送', 'gifts', 'gift'],
  tag: ['标签', '类型', '定位', 'tag', 'role', 'type'],
};

const plain = (header: string): string => header.toLowerCase().replace(/[\s_（(].*?[)）]$|[\s_]/g, '');
const byHeader = new Map(COLUMNS.flatMap((column) => HEADERS[column].map((header) => [header, column] as const)));

export interface Header {
  /** Where each known column stands. */
  at: ReadonlyMap<Column, number>;
  /** Headers that mean nothing here. */
  ignored: string[];
}

/** Reads the first row; of two headers for one column the first counts. */
export function readHeader(cells: readonly string[]): Header {
  const at = new Map<Column, number>();
  const ignored: string[] = [];
  cells.forEach((cell, place) => {
    const column = byHeader.get(plain(cell));
    if (column && !at.has(column)) at.set(column, place);
    else if (cell !== '') ignored.push(cell);
  });
  return { at, ignored };
}
