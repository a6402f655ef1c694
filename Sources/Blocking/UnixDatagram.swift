import Glibc

/// A socket that sends datagrams to one Unix address and never waits: what does not go at once is lost.
package struct UnixDatagram: ~Copyable, Sendable {
    private let descriptor: Int32
    /// The name as the kernel wants it: a path with its end, or an abstract name behind a zero.
    private let name: [UInt8]

    /// A socket for the address, which begins with `/`, or with `@` where it is an abstract one; nil for anything else.
    package init?(to address: String) {
        var name = Array(address.utf8)
        switch name.first {
        case UInt8(ascii: "/"): name.append(0)
        case UInt8(ascii: "@") where name.count > 1: name[0] = 0
        default: return nil
        }
        guard name.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        self.name = name
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Sends the text as one datagram; answers whether the kernel took it.
    @discardableResult
    package func send(_ text: String) -> Bool {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        // Safe because `init` saw to it that the name is not longer than the field.
        unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: name) }
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: target.sun_path) + name.count
        let bytes = Array(text.utf8)
        // Safe because a sockaddr_un is read as the general form that the call wants, for the length that is its own.
        let sent = unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(
                    descriptor,
                    bytes,
                    bytes.count,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL),
                    address,
                    socklen_t(length)
                )
            }
        }
        return sent == bytes.count
    }
}
