import Testing

@testable import TerminalUI

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2), ("カ", 2),
        ("，", 2), ("\u{3000}", 2), ("\u{303F}", 1), ("😀", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2),
        ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
        ("❤", 1), ("❤\u{FE0F}", 2), ("⌚", 2), ("⌚\u{FE0E}", 1), ("1\u{FE0F}\u{20E3}", 2), ("©", 1), ("─│┼●○", 5), ("\u{200B}", 0),
        ("a\u{200D}", 1),
        ("\t\n\u{7}\u{7F}", 0), ("\u{1B}[1;31mab\u{1B}[0m", 2), ("\u{1B}[2Jab", 5), ("กำ", 2), ("ก็", 1), ("𠀀", 2), ("\u{AD}", 1),
        ("العربية", 7),
        ("\u{2028}", 0), ("…", 1),
    ])
    func aTextTakesItsColumns(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }

    @Test(arguments: [("abc", 2, "ab"), ("a漢b", 2, "a"), ("a漢b", 3, "a漢"), ("漢", 0, ""), ("e\u{301}x", 1, "e\u{301}"), ("ab", 9, "ab")])
    func aPrefixFits(_ text: String, _ columns: Int, _ prefix: String) {
        #expect(DisplayWidth.prefix(of: text, columns: columns) == prefix)
    }
}
