/// Why the guard lets no webhook go to a target.
package enum GuardRefusal: Error, Sendable, Hashable {
    /// The text is too long, has characters that a URL cannot have, or is not of the form `scheme://host…`.
    case malformed
    /// The scheme is neither `https` nor `http`.
    case scheme
    /// The URL has a user name or password, or an at sign where one would stand.
    case userInfo
    /// The host is neither a plain name of letters, digits and hyphens nor an address in its one plain form.
    case host
    /// The port is not a number from 1 to 65535, or one where other services listen.
    case port
    /// `http`, where only an allowed network may be spoken to without encryption.
    case unencrypted
    /// A name that only means something inside a network, and does not lead to an allowed one.
    case internalName
    /// The host is, or its name leads to, an address that is not public.
    case address(AddressKind)
}
