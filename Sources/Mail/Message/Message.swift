package import Contract

/// One mail to one person, as a value: its parts are of types that cannot break out of their place.
///
/// There is one recipient because a notice is for one person: its reason, its language and its way to unsubscribe are theirs.
package struct Message: Hashable, Sendable {
    /// Why no person wrote it (RFC 3834).
    package enum Origin: String, Sendable {
        /// An event made it.
        case generated = "auto-generated"
        /// It answers a mail by itself.
        case replied = "auto-replied"
    }

    /// Who it comes from, as the reader sees it.
    package var sender: Mailbox
    /// Where bounces go; the sender's address unless set.
    package var returnPath: Address
    /// Who gets it.
    package var recipient: Mailbox
    /// Where answers go, if not to the sender.
    package var replyTo: Mailbox?
    /// What it is about.
    package var subject: HeaderText
    /// The plain text; any line breaks will do.
    package var text: String
    /// The same in HTML, for programs that show it.
    package var html: HTMLText?
    /// The file that comes with it.
    package var attachment: Attachment?
    /// Its name for mail systems; the same whenever the same notice is sent again.
    package var id: MessageID
    /// The message that it follows.
    package var inReplyTo: MessageID?
    /// The thread that it belongs to, oldest first.
    package var references: [MessageID] = []
    /// Where one request ends such mail.
    package var unsubscribe: UnsubscribeLink?
    /// Why no person wrote it.
    package var origin = Origin.generated
    /// When it was made; given, so that a message sent again is the same to the byte.
    package var date: Instant

    /// A message with what every message needs.
    package init(
        id: MessageID,
        from sender: Mailbox,
        to recipient: Mailbox,
        subject: HeaderText,
        text: String,
        html: HTMLText? = nil,
        date: Instant
    ) {
        self.id = id
        self.sender = sender
        returnPath = sender.address
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
        self.date = date
    }

    /// Puts the message into the thread of a case.
    package mutating func join(_ thread: MessageID) {
        inReplyTo = thread
        references = [thread]
    }
}
