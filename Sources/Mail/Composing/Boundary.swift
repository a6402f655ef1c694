/// What stands between the parts of a message.
///
/// It begins with `=_`, which neither quoted-printable nor base64 can yield, so it cannot occur in a part.
struct Boundary {
    let text: String

    /// The boundary of the message of that id, always the same.
    init(of id: MessageID) {
        text = "=_" + Digest.text(of: "boundary of " + id.text)
    }

    /// The boundary between such a message and the file that comes with it.
    init(aroundFileOf id: MessageID) {
        text = "=_" + Digest.text(of: "boundary around the file of " + id.text)
    }
}
