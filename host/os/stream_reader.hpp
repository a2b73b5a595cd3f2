#pragma once

#include "os/descriptor.hpp"
#include "os/process.hpp"

#include <cstddef>

namespace tradelab {

// Our end of a pipe a child writes to.  Keeps the first bytes, counts the rest, never blocks.
class StreamReader {
public:
    StreamReader(Descriptor source, std::size_t bytes_max)
        : source_(std::move(source)), bytes_max_(bytes_max) {}

    // Nothing more can come: every process that held the other end has closed it.
    [[nodiscard]] bool ended() const { return !source_; }
    // For poll, which passes over -1.
    [[nodiscard]] int descriptor() const { return source_.number(); }

    // Reads what is there now, at most a bounded amount, so that a flood on one stream starves
    // neither the others nor the deadline.
    void read_available();

    [[nodiscard]] Captured take() { return std::move(captured_); }

private:
    Descriptor source_;
    std::size_t bytes_max_;
    Captured captured_;
};

}  // namespace tradelab
