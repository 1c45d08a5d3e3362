/// One request's events, in order. It ends after `finished`, or by throwing.
///
/// When the stream and its iterators are dropped before the end, or the reading task is cancelled, the engine stops.
public struct GenerationStream: AsyncSequence, Sendable {
    private let reader: Reader

    init(channel: GenerationChannel) { reader = Reader(channel: channel) }

    /// A stream that fails at once.
    /// - Parameter error: What its reader gets.
    public init(failing error: any Error) {
        let channel = GenerationChannel()
        channel.finish(throwing: error)
        self.init(channel: channel)
    }

    /// Starts to read; one iterator at a time.
    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Reads the events.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let reader: Reader

        /// The next event, nil at the end.
        public mutating func next() async throws -> GenerationEvent? { try await reader.channel.next() }
    }

    /// Tells the channel when nobody can read it any more.
    fileprivate final class Reader: Sendable {
        let channel: GenerationChannel

        init(channel: GenerationChannel) { self.channel = channel }

        deinit { channel.cancel() }
    }
}
