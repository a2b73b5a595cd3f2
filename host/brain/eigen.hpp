#pragma once

#include <cstddef>
#include <vector>

namespace tradelab::brain {

using Vector = std::vector<double>;

// A square matrix, whole, row by row.
class Square {
public:
    explicit Square(std::size_t size) : size_(size), values_(size * size) {}
    [[nodiscard]] static Square identity(std::size_t size);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] double& at(std::size_t row, std::size_t column) {
        return values_[row * size_ + column];
    }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const {
        return values_[row * size_ + column];
    }

private:
    std::size_t size_;
    Vector values_;
};

// values[i] belongs to the column i of `vectors`, which are orthonormal.
struct Eigen {
    Vector values;
    Square vectors;
};

// Of a symmetric matrix.  Cyclic Jacobi rotations until nothing is left beside the diagonal: + - *
// / and sqrt only, in a fixed order, so the bits are the same everywhere.  (G. H. Golub, C. F. Van
// Loan, "Matrix computations", section 8.5.)
[[nodiscard]] Eigen eigen_of(Square matrix);

}  // namespace tradelab::brain
