/// What the contract says of one field of a type.
package struct FieldRule: Sendable, Hashable {
    /// When an entry of the type must have the field.
    package enum Requirement: Sendable, Hashable {
        /// Never.
        case optional
        /// Always.
        case required
        /// If the other field has one of those values.
        case when(FieldName, is: [String])
        /// Unless the other field has that value.
        case unless(FieldName, is: String)
        /// If the entry has the other field.
        case with(FieldName)
        /// Unless the entry has one of the other fields.
        case unlessAny([FieldName])
    }

    /// The field.
    package let name: FieldName
    /// When it must be there.
    package let requirement: Requirement
    /// What its value must look like.
    package let shape: ValueShape

    init(_ name: FieldName, _ requirement: Requirement, _ shape: ValueShape) {
        self.name = name
        self.requirement = requirement
        self.shape = shape
    }
}
