/// The limits of the contract on an entry, in bytes unless named otherwise.
package enum Limits {
    /// The whole entry, names and values.
    package static let entry = 64 * 1024
    /// How many fields an entry may have.
    package static let fieldCount = 64
    /// The text of a message.
    package static let text = 16 * 1024
    /// An id.
    package static let id = 128
    /// A name of one line, such as a category or a team.
    package static let label = 256
    /// How many attachments a message may have.
    package static let attachmentCount = 15
    /// How many members any other list may have, where its words do not set fewer or more.
    package static let listCount = 64
    /// Before which nothing happened: an earlier time is a mistyped year, and clocks would have to count through it.
    package static let earliest = Instant(microseconds: 946_684_800_000_000)
    /// How far ahead of its arrival an entry may say that it happened.
    package static let future = Duration.seconds(5 * 60)
    /// How far behind its arrival an entry may say that it happened unless the source may backfill.
    package static let past = Duration.seconds(24 * 3600)
}
