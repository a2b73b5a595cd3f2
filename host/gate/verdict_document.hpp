#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"
#include "gate/verdict.hpp"
#include "os/disk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Whether a market was recorded or made: only the first is evidence.
enum class VerdictBasis : std::uint8_t { recorded, synthetic };

// A verdict with what it was about, as it is kept for ever.
struct VerdictDocument {
    std::string campaign = {};  // SHA-256 of what was tested
    std::string strategy = {};  // name of the candidate, for people
    VerdictBasis basis = VerdictBasis::synthetic;
    UnixNanos judged_at = {};
    std::uint64_t test = 0;    // of the lifetime; 0 where none was spent
    std::string binding = {};  // VaultBinding::hash(), empty where no vault was opened
    std::string epochs = {};   // Epochs::text()
    std::string rules = {};    // GateRules::text()
    GateVerdict verdict = {};

    friend bool operator==(const VerdictDocument&, const VerdictDocument&) = default;
};

// "tradelab.verdict/1", also what --json prints.
[[nodiscard]] JsonValue json_of(const VerdictDocument& document);
// Strict: the bytes that a document was stored as, or an error that says where they are not.
[[nodiscard]] Result<VerdictDocument> parse_verdict(std::string_view text);

// A folder of documents, each named by the SHA-256 of its bytes.
class VerdictStore {
public:
    // Both outlive this; the folder is made by the first `put`.
    VerdictStore(Disk& disk, Disk::Path folder) : disk_(&disk), folder_(std::move(folder)) {}

    // Durable when this returns; yields the id.  The same document again is the same file.
    [[nodiscard]] Result<std::string> put(const VerdictDocument& document);
    // By its id or the beginning of it; refused where several begin so, or the bytes are others.
    [[nodiscard]] Result<VerdictDocument> find(std::string_view id) const;
    // Whole ids that begin with this, sorted.
    [[nodiscard]] Result<std::vector<std::string>> ids(std::string_view beginning = {}) const;

private:
    [[nodiscard]] Disk::Path path_of(std::string_view id) const;

    Disk* disk_;
    Disk::Path folder_;
};

}  // namespace tradelab
