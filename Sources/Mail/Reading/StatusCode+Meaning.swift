extension StatusCode {
    /// Whether it says that mail to this recipient will not arrive, now or later (RFC 3463 and its registry).
    ///
    /// A full mailbox, a message too large, policy and protocol are of the moment or of the message; a wrong sender is ours.
    package var condemnsRecipient: Bool {
        guard group == 5 else { return false }
        switch (subject, detail) {
        // The sender's address, not the recipient's.
        case (1, 7), (1, 8): return false
        case (1, _): return true
        // Disabled, or a list that does not work; 2.2 is a full mailbox and 2.3 a message too large.
        case (2, 1), (2, 4): return true
        // The recipient's domain has no host that would take mail, or none that can be found.
        case (4, 4): return true
        // Not said at all.
        case (0, 0): return true
        default: return false
        }
    }
}
