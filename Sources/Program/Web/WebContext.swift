package import Hummingbird
import NIOCore

/// What is known about a request beside the request itself.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection; perhaps a proxy.
    package let peer: ClientAddress
    /// The networks of proxies that are believed about whom they speak for, beside those on this machine.
    var proxies: [NetworkBlock] = []
    /// What whoever asks may see; where there are no tokens, this machine may see everything.
    var role = AccessRole.everything

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = ClientAddress(source.channel.remoteAddress)
    }

    /// A context without a connection, as tests make it.
    init(source: some RequestContextSource, peer: ClientAddress) {
        coreContext = CoreRequestContextStorage(source: source)
        self.peer = peer
    }

    /// Refuses a request about figures, which comes here without a token where it is below a path that is open to all.
    package func mayRead() throws(HTTPError) {
        guard role.includes(.figures) else { throw HTTPError(.notFound) }
    }

    /// Refuses a request about single cases or persons to whoever may see figures alone.
    package func mayOpenCases() throws(HTTPError) {
        guard role.includes(.everything) else {
            throw HTTPError(.forbidden, message: "single cases need the secret \(AccessRole.everything.secret)")
        }
    }

    /// Bodies are forms, never files.
    package var maxUploadSize: Int { 64 << 10 }
}
