import Glibc

/// Chance that is the same on each run: what a seed and the names of what it is for give.
///
/// Every case has dice of its own, so that a change in how one is told leaves all others as they were.
struct Dice {
    private var state: UInt64

    /// Dice for the thing that these numbers name together.
    init(_ parts: UInt64...) {
        state = 0x5A17_9B0D_2C3E_4F61
        for part in parts {
            state ^= part &* 0x9E37_79B9_7F4A_7C15
            _ = next()
        }
    }

    /// The next 64 random bits (SplitMix64).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to, but not including, 1.
    mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something comes about that does so with this probability.
    mutating func chance(_ probability: Double) -> Bool { share() < probability }

    /// A whole number of the range, each as likely as the others.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// One of the elements, of which there is at least one.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[whole(0...elements.count - 1)] }

    /// One of the choices, each as likely as its weight says.
    mutating func pick<Choice>(weighted choices: [(Choice, Double)]) -> Choice {
        var left = share() * choices.reduce(0) { $0 + $1.1 }
        for (choice, weight) in choices {
            if left < weight { return choice }
            left -= weight
        }
        return choices[choices.count - 1].0
    }

    /// A time in seconds as people take it: log-normal, half of them shorter than the median.
    mutating func seconds(median minutes: Double, spread: Double = 0.8) -> Int {
        var normal = -6.0
        for _ in 0..<12 { normal += share() }
        return max(5, Int(minutes * 60 * exp(normal * spread)))
    }
}

extension String {
    /// A number that stands for the text, the same on every machine (FNV-1a).
    var fingerprint: UInt64 {
        utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
