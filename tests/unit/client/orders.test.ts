import { describe, expect, it } from 'vitest';
import { guessMapping, headerRow } from '../../../client/orders/columns.ts';
import { readOrders, stateOf, timeOf, type OrderLines } from '../../../client/orders/read.ts';
import { isWorkbook, readWorkbook } from '../../../client/orders/workbook.ts';
import { readRows } from '../../../client/sheet/table.ts';
import { xlsxOf } from '../../../server/review/xlsx.ts';
import { tableOf } from '../../../shared/review/tables.ts';
import type { ReviewView } from '../../../shared/review/view.ts';

function read(text: string, minor = false): OrderLines {
  const rows = readRows(text);
  const at = headerRow(rows);
  const header = rows[at]?.cells ?? [];
  return readOrders(rows.slice(at + 1), { mapping: guessMapping(header), currency: 'CNY', width: header.length, minor });
}

describe('the columns of a platform\'s order file', () => {
  it('are known by the platforms\' own headers, the buyer\'s payment before the order\'s price', () => {
    expect(guessMapping(['主订单编号', '子订单编号', '订单应付金额', '订单状态', '支付完成时间', '平台优惠'])).toEqual({ orderId: 0, amount: 2, state: 3, at: 4, subsidy: 5 });
    expect(guessMapping(['订单编号', '买家应付货款', '总金额', '买家实付金额', '退款金额（元）', '订单创建时间', '订单付款时间'])).toEqual({ orderId: 0, amount: 3, refunded: 4, at: 6 });
    expect(guessMapping(['Order ID', 'Amount paid', 'Order Status', 'Paid at'])).toEqual({ orderId: 0, amount: 1, state: 2, at: 3 });
    expect(guessMapping(['甲', '乙'])).toEqual({});
  });

  it('are found under a title and a date of export', () => {
    expect(headerRow(readRows('订单报表,,\n导出时间,2026-11-12,\n订单号,实付金额,状态\n1,2,已完成'))).toBe(2);
    expect(headerRow(readRows('甲,乙\n1,2'))).toBe(0);
  });
});

describe('the rows of a platform\'s order file', () => {
  it('are read as exported: ids kept from spreadsheets, amounts to the cent, states, refunds and times', () => {
    expect(read('订单号,实付金额,订单状态,支付时间,退款金额,平台补贴\n"\t6923456789012345678",¥1299.5,已发货,2026/11/11 20:03:11,,3\n\'692,129元,退款成功,2026-11-11 20:04,129,-')).toEqual({
      lines: [
        { orderId: '6923456789012345678', amount: 129_950, state: 'paid', subsidy: 300, at: new Date(2026, 10, 11, 20, 3, 11).getTime() },
        { orderId: '692', amount: 12_900, state: 'refunded', refunded: 12_900, at: new Date(2026, 10, 11, 20, 4).getTime() },
      ],
      problems: [],
    });
    expect(read('订单号,实付金额\n1,12900', true).lines).toEqual([{ orderId: '1', amount: 12_900, state: 'paid' }]);
  });

  it('that are bad are named and left out, and the good ones beside them stay', () => {
    const { lines, problems } = read('订单号,实付金额,支付时间\n1,10,2026-11-11\n2,10\n,10,\n4,十元,\n5,10,昨天\n6.92E+18,10,\n7,,\n8,10,2026-02-30\n9,1.234,\n10,20,\n"11,10,');
    expect(lines.map(({ orderId }) => orderId)).toEqual(['1', '10']);
    expect(problems.map(({ line, code, field }) => [line, code, field])).toEqual([
      [3, 'ragged', undefined], [4, 'missing', 'orderId'], [5, 'money', 'amount'], [6, 'time', 'at'], [7, 'lostDigits', 'orderId'], [8, 'missing', 'amount'], [9, 'time', 'at'], [10, 'money', 'amount'], [12, 'quote', undefined],
    ]);
  });

  it('say in the platform\'s words what became of an order', () => {
    expect(['交易成功', '卖家已发货', '', '等待买家付款', '待支付', '交易关闭', '已取消', '退款成功', '已关闭（已退款）', 'Unpaid', 'Refunded', 'Cancelled'].map(stateOf)).toEqual([
      'paid', 'paid', 'paid', 'unpaid', 'unpaid', 'cancelled', 'cancelled', 'refunded', 'refunded', 'unpaid', 'refunded', 'cancelled',
    ]);
  });

  it('name a time on this machine\'s clock, or with its zone', () => {
    expect([timeOf('2026年11月1日 9:05'), timeOf('2026-11-11T20:00:00+08:00'), timeOf('20:00'), timeOf('2026-13-01')]).toEqual([new Date(2026, 10, 1, 9, 5).getTime(), Date.UTC(2026, 10, 11, 12), null, null]);
  });
});

describe('a workbook', () => {
  it('is read as the rows of its first sheet', async () => {
    const view = { skus: [{ sku: '6923456789012345678', metrics: { gmv: 129_900 } }] } as unknown as ReviewView;
    const book = new Uint8Array(xlsxOf([tableOf(view, 'skus', 'zh')], 'CNY', 'zh'));
    expect(isWorkbook(book)).toBe(true);
    const rows = (await readWorkbook(book)) ?? [];
    expect(rows[0]?.cells.slice(0, 1)).toEqual(['SKU']);
    expect(rows[1]?.cells[0]).toBe('6923456789012345678');
    expect(rows[1]?.cells[rows[0]?.cells.indexOf('成交金额') ?? -1]).toBe('1299');
  });

  it('that is cut off or none at all is not read', async () => {
    const view = { skus: [] } as unknown as ReviewView;
    const book = new Uint8Array(xlsxOf([tableOf(view, 'skus', 'zh')], 'CNY', 'zh'));
    expect(await readWorkbook(book.slice(0, 200))).toBeUndefined();
    expect(await readWorkbook(new TextEncoder().encode('PK\u0003\u0004 is no workbook'))).toBeUndefined();
  });
});
