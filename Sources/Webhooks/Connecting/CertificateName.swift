import NIOSSL

/// Whether a certificate that is otherwise believed was given for a host's name.
///
/// SwiftNIO SSL also takes one that was given for the address of the connection, although a name was asked for. Whoever can make a
/// name lead to a server of theirs, with an honest certificate for its address, would then be taken for the name's owner.
enum CertificateName {
    /// True when one of the certificate's DNS names is the host, which is in lower case, or a wildcard for its first label.
    ///
    /// The common name no longer counts, as in browsers.
    static func isOn(_ certificate: NIOSSLCertificate, host: String) -> Bool {
        certificate._subjectAlternativeNames().contains { name in
            guard name.nameType == .dnsName else { return false }
            let given = String(decoding: name.contents, as: UTF8.self).lowercased()
            return given == host || given.hasPrefix("*.") && given.dropFirst() == host.drop { $0 != "." }
        }
    }
}
