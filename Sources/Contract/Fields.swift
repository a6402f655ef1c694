/// The flat, ordered names and values of an entry or event.
package struct Fields: Sendable, Hashable {
    /// One name with its value.
    package struct Field: Sendable, Hashable {
        /// The name, unique within the fields.
        package let name: String
        /// The value; empty means as much as absent.
        package var value: String

        /// A field of that name and value.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private var list: [Field]

    /// No fields.
    package init() {
        list = []
    }

    /// The pairs in their order; of a name that comes twice the last value counts.
    package init(_ pairs: [(String, String)]) {
        list = []
        list.reserveCapacity(pairs.count)
        for (name, value) in pairs {
            set(name, to: value)
        }
    }

    /// The value of the first field of that name; setting nil removes it.
    package subscript(name: String) -> String? {
        get { list.first { $0.name == name }?.value }
        set {
            if let newValue {
                set(name, to: newValue)
            } else {
                list.removeAll { $0.name == name }
            }
        }
    }

    /// Makes room for that many fields.
    package mutating func reserve(_ capacity: Int) {
        list.reserveCapacity(capacity)
    }

    /// Adds a field behind the others; the caller knows that none has its name.
    package mutating func append(_ name: String, _ value: String) {
        list.append(Field(name: name, value: value))
    }

    /// Replaces the value of that name in its place, or adds the field behind the others.
    package mutating func set(_ name: String, to value: String) {
        if let index = list.firstIndex(where: { $0.name == name }) {
            list[index].value = value
        } else {
            append(name, value)
        }
    }

    /// The names and values as pairs, in order.
    package var pairs: [(String, String)] {
        list.map { ($0.name, $0.value) }
    }
}

extension Fields: RandomAccessCollection {
    package var startIndex: Int { list.startIndex }
    package var endIndex: Int { list.endIndex }
    package subscript(position: Int) -> Field { list[position] }
}

extension Fields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }
}
