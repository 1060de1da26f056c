/** The languages of the screens, each by its own name: that is the same in all of them. */
export const LANGUAGES = [['zh-CN', '中文'], ['en', 'English']] as const;
