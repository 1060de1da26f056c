/** What a platform's order file can say of an order. */
export const FIELDS = ['orderId', 'amount', 'state', 'at', 'refunded', 'subsidy'] as const;
export type Field = (typeof FIELDS)[number];
/** Without these nothing can be held against anything. */
export const NEEDED: readonly Field[] = ['orderId', 'amount'];

/** Where each field stands in a row; what the file does not have is missing. */
export type Mapping = Partial<Record<Field, number>>;

/** Headers as platforms write them, without spaces, brackets and marks, in lower case; earlier ones win. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  orderId: ['主订单编号', '主订单号', '父订单编号', '订单编号', '订单号', '订单id', '平台订单号', '交易编号', '子订单编号', '子订单号', 'orderid', 'ordernumber', 'orderno', 'order'],
  amount: ['买家实付金额', '买家实际支付金额', '实付金额', '实际支付金额', '实付款', '支付金额', '订单应付金额', '应付金额', '成交金额', '订单金额', '订单实际金额', '总金额', '金额', 'amountpaid', 'paidamount', 'paid', 'amount', 'total', 'ordertotal', 'gmv'],
  state: ['订单状态', '交易状态', '售后状态', '状态', 'orderstatus', 'status', 'state'],
  at: ['支付完成时间', '订单付款时间', '支付时间', '付款时间', '成交时间', '订单创建时间', '订单提交时间', '下单时间', '创建时间', 'paidat', 'paidtime', 'paymenttime', 'createdat', 'createdtime', 'time', 'date'],
  refunded: ['退款金额', '已退款金额', '退款总金额', '买家退款金额', 'refundamount', 'refunded', 'refund'],
  subsidy: ['平台补贴', '平台优惠', '平台优惠金额', '平台补贴金额', '平台实际承担优惠金额', '平台承担优惠', 'platformsubsidy', 'subsidy', 'platformdiscount'],
};

const plain = (header: string): string => header.toLowerCase().replace(/[\s_\-:：]|[(（].*?[)）]/g, '');

/** Which column is which, by their headers; a person can say otherwise. */
export function guessMapping(header: readonly string[]): Mapping {
  const names = header.map(plain);
  const mapping: Mapping = {};
  for (const field of FIELDS) {
    const known = HEADERS[field].find((name) => names.includes(name));
    if (known !== undefined) mapping[field] = names.indexOf(known);
  }
  return mapping;
}

/** The most rows above a header: titles, a date of export, notes. */
const ABOVE = 10;

/** Which row has the headers: the first that names an order and an amount, else the first of all. */
export function headerRow(rows: readonly { cells: readonly string[] }[]): number {
  const found = rows.slice(0, ABOVE).findIndex(({ cells }) => {
    const mapping = guessMapping(cells);
    return NEEDED.every((field) => mapping[field] !== undefined);
  });
  return Math.max(0, found);
}
