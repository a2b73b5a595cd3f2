#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace tradelab {

// The bytes of a file, as they were when it was mapped, for as long as this lives: a removed or
// replaced file stays readable.  One that is changed in place meanwhile is not the reader's to
// survive (a cut one ends the process by SIGBUS), so only files that nobody may write are mapped.
//
// Begins at an address that 64 divides.  Moving keeps the address.  Any thread may read.
class Mapping {
public:
    // Gives back what lies behind the bytes.
    class Backing {
    public:
        virtual ~Backing() = default;
        Backing(const Backing&) = delete;
        Backing& operator=(const Backing&) = delete;
        Backing(Backing&&) = delete;
        Backing& operator=(Backing&&) = delete;

    protected:
        Backing() = default;
    };

    Mapping() = default;
    Mapping(std::span<const std::byte> bytes, std::unique_ptr<Backing> backing)
        : bytes_(bytes), backing_(std::move(backing)) {}

    // A copy in memory of our own.
    [[nodiscard]] static Mapping copy_of(std::span<const std::byte> bytes);

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

private:
    std::span<const std::byte> bytes_;
    std::unique_ptr<Backing> backing_;
};

}  // namespace tradelab
