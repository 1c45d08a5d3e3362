import APIContracts
import Testing

@testable import FoundryCommands

/// The numbers of an answer.
@Suite struct AnswerStatisticsTests {
    @Test func theRateCountsTheTokensAfterTheFirst() {
        let statistics = AnswerStatistics(
            total: .seconds(3), timeToFirstToken: .seconds(1), load: .milliseconds(500),
            usage: ChatUsage(promptTokens: 26, completionTokens: 101))
        #expect(
            statistics.text == """
                total duration:       3.000s
                load duration:        0.500s
                time to first token:  1.000s
                prompt tokens:        26
                completion tokens:    101
                generation rate:      50.00 tokens/s

                """)
    }

    @Test(arguments: [
        AnswerStatistics(total: .seconds(1)),
        AnswerStatistics(total: .seconds(1), timeToFirstToken: .seconds(1), usage: ChatUsage(promptTokens: 1, completionTokens: 5)),
        AnswerStatistics(total: .seconds(2), timeToFirstToken: .seconds(1), usage: ChatUsage(promptTokens: 1, completionTokens: 1)),
    ])
    func whatCannotBeKnownIsLeftOut(_ statistics: AnswerStatistics) { #expect(statistics.tokensPerSecond == nil) }

    @Test(arguments: [
        (Duration.milliseconds(5600), "00:00:05.6000000"), (.seconds(3725), "01:02:05.0000000"), (.nanoseconds(100), "00:00:00.0000001"),
    ])
    func loadTimesAreWrittenAsTheOlderGenerationDid(_ duration: Duration, _ text: String) { #expect(ModelLaunch.clock(duration) == text) }
}
