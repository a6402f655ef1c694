/// That a message did not arrive with one recipient.
package struct Bounce: Sendable, Hashable {
    /// What it means for further mail.
    package enum Severity: Sendable {
        /// The address does not take mail, now or later.
        case hard
        /// This message did not arrive; the next one may.
        case soft
        /// The message is still on its way.
        case delayed
    }

    /// The message that did not arrive, as far as the bounce says.
    package let original: MessageID?
    /// Whom it was for, as far as the bounce says.
    package let recipient: Address?
    /// What it means.
    package let severity: Severity
    /// The code that the bounce gives.
    package let status: StatusCode?
}
