extension LanguageProfiles {
    /// A text whose language is known.
    struct Sample {
        let language: String
        let text: MessageText
    }

    /// The profiles of the texts' languages, in the order of their tags.
    static func fit(_ samples: [Sample]) -> LanguageProfiles {
        let languages = Set(samples.map(\.language)).sorted()
        let held = samples.indices.filter { $0 % 5 == 0 }
        let rest = samples.indices.filter { $0 % 5 != 0 }
        let draft = counted(rest.map { samples[$0] }, languages)
        let (temperature, strange) = draft.calibrated(on: held.map { samples[$0] })
        return LanguageProfiles(
            languages: languages,
            surprises: counted(samples, languages).surprises,
            temperature: temperature,
            strange: strange
        )
    }

    private static func counted(_ samples: [Sample], _ languages: [String]) -> LanguageProfiles {
        var counts = [Double](repeating: 0, count: bucketCount * languages.count)
        var totals = [Double](repeating: 0, count: languages.count)
        for sample in samples {
            guard let language = languages.firstIndex(of: sample.language) else { continue }
            for bucket in LanguagePieces(of: sample.text).buckets {
                counts[Int(bucket) * languages.count + language] += 1
                totals[language] += 1
            }
        }
        return LanguageProfiles(
            languages: languages,
            surprises: surprises(counts, totals),
            temperature: 1,
            strange: 64
        )
    }

    /// Each language's surprise at each bucket; what a language was not seen to use is likelier where others use it.
    private static func surprises(_ counts: [Double], _ totals: [Double]) -> ByteTable {
        let smoothing = 0.5
        var surprises: [Int8] = []
        surprises.reserveCapacity(counts.count)
        for place in counts.indices {
            let total = totals[place % totals.count]
            let share = (counts[place] + smoothing) / (total + smoothing * Double(bucketCount))
            let bits = -Exponential.log(share) / Exponential.log(2)
            surprises.append(Int8(clamping: Int((bits * partsPerBit - offset).rounded())))
        }
        return ByteTable(surprises, columns: totals.count)
    }

    /// The temperature and the limit of strangeness that fit texts, and parts of texts, that were not counted.
    private func calibrated(on samples: [Sample]) -> (temperature: Float, strange: Float) {
        var answers: [Calibration.Answer] = []
        var means: [Double] = []
        for sample in samples {
            guard let label = languages.firstIndex(of: sample.language) else { continue }
            let buckets = LanguagePieces(of: sample.text).buckets
            for length in [buckets.count / 4, buckets.count / 2, buckets.count] where length > 0 {
                let sums = surprises.sum(of: Array(buckets.prefix(length)))
                let scores = sums.map { -Double($0) / Self.partsPerBit }
                answers.append(Calibration.Answer(scores: scores, label: label, weight: 1))
                means.append(Self.meanBits(sums[label], length))
            }
        }
        means.sort()
        // One in a hundred of the language's own short texts may be taken for strange.
        let strange = means.isEmpty ? 64 : means[means.count * 99 / 100]
        return (Float(Calibration(answers).temperature), Float(strange))
    }
}
