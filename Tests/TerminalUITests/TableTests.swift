import Testing

@testable import TerminalUI

@Suite struct TableTests {
    @Test func columnsAreAlignedWithoutBlanksAtTheEnd() {
        let table = Table(headers: ["NAME", "SIZE", "NOTE"], rows: [["漢字", "1 GB", ""], ["a", "10.5 GB", "x"]], rightAligned: [1])
        #expect(table.text == "NAME     SIZE  NOTE\n漢字     1 GB\na     10.5 GB  x\n")
    }

    @Test func shortRowsAreFilledUp() {
        #expect(Table(headers: ["A", "B"], rows: [["x"], ["y", "z"], []]).lines == ["A  B", "x", "y  z", ""])
    }

    @Test func aLongRowGetsItsColumn() {
        #expect(Table(headers: ["A"], rows: [["x", "y"]]).lines == ["A", "x  y"])
    }

    @Test func cellsCannotSteerTheTerminal() {
        let table = Table(headers: ["A", "B"], rows: [["x\u{1B}[2J\u{7}\ny", "1"], ["\u{1B}[1mbold\u{1B}[0m", "2"]])
        #expect(table.lines == ["A           B", "x^[[2J^G y  1", "\u{1B}[1mbold\u{1B}[0m        2"])
    }

    @Test func aBoxTableHasARuleBelowItsHeaders() {
        let table = BoxTable(headers: ["Model Name", "Size"], rows: [["phi", "2 GB"], ["qwen2.5-0.5b", ""]], rightAligned: [1])
        #expect(
            table.text == """
                Model Name   │ Size
                ─────────────┼─────
                phi          │ 2 GB
                qwen2.5-0.5b │

                """)
    }

    @Test func aBoxTableWithoutRowsIsItsHead() {
        #expect(BoxTable(headers: ["A"], rows: []).lines == ["A", "─"])
    }
}
