/** A row as a catalogue's file has it, in the order of COLUMNS: what somebody who starts one can write over. */
export const EXAMPLE_ROW = {
  'zh-CN': '1,氨基酸洁面乳 120g,JM-120,120g,89,129,69,2140,拍 1 发 2,起泡网,引流',
  en: '1,Amino cleanser 120g,JM-120,120g,89,129,69,2140,Buy 1 get 1,Foaming net,traffic',
} as const;
