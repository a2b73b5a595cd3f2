#include "brain/cma_es.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab::brain {
namespace {

double norm_of(const Vector& v) {
    double sum = 0;
    for (const double x : v) {
        sum += x * x;
    }
    return std::sqrt(sum);
}

struct Mass {
    double sum = 0;
    double squares = 0;
    [[nodiscard]] double effective() const { return sum * sum / squares; }
};

Mass mass_of(std::span<const double> weights) {
    Mass mass;
    for (const double weight : weights) {
        mass.sum += weight;
        mass.squares += weight * weight;
    }
    return mass;
}

}  // namespace

std::size_t default_population(std::size_t dimensions) {
    return 4 + static_cast<std::size_t>(3 * math::log(static_cast<double>(dimensions)));
}

CmaEs::CmaEs(Start start)
    : n_(start.mean.size()),
      mean_(std::move(start.mean)),
      sigma_(start.sigma),
      weights_(start.population == 0 ? default_population(n_) : start.population),
      sigma_path_(n_),
      covariance_path_(n_),
      covariance_(Square::identity(n_)),
      roots_(n_, 1.0),
      vectors_(Square::identity(n_)) {
    TL_CHECK(n_ >= 2 && weights_.size() >= 4 && sigma_ > 0);
    choose_constants();
}

void CmaEs::choose_constants() {
    const auto n = static_cast<double>(n_);
    const auto lambda = static_cast<double>(weights_.size());
    parents_ = weights_.size() / 2;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        weights_[i] = math::log((lambda + 1) / 2) - math::log(static_cast<double>(i + 1));
    }
    const std::span weights(weights_);
    mu_eff_ = mass_of(weights.first(parents_)).effective();
    const double mu_eff_rest = mass_of(weights.subspan(parents_)).effective();

    c_1_ = 2 / ((n + 1.3) * (n + 1.3) + mu_eff_);
    // The last 1e-8 keeps c_1 + c_mu below 1 for huge populations.
    c_mu_ =
        std::min(1 - c_1_ - 1e-8, 2 * (mu_eff_ - 2 + 1 / mu_eff_) / ((n + 2) * (n + 2) + mu_eff_));
    c_sigma_ = (mu_eff_ + 2) / (n + mu_eff_ + 5);
    d_sigma_ = 1 + 2 * std::max(0.0, std::sqrt((mu_eff_ - 1) / (n + 1)) - 1) + c_sigma_;
    c_c_ = (4 + mu_eff_ / n) / (n + 4 + 2 * mu_eff_ / n);
    chi_n_ = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));

    double above = 0;
    double below = 0;
    for (const double weight : weights_) {
        (weight > 0 ? above : below) += std::abs(weight);
    }
    const double alpha = std::min(
        {1 + c_1_ / c_mu_, 1 + 2 * mu_eff_rest / (mu_eff_ + 2), (1 - c_1_ - c_mu_) / (n * c_mu_)});
    for (double& weight : weights_) {
        weight *= weight > 0 ? 1 / above : alpha / below;
    }
}

Vector CmaEs::ask(Draws& draws) const {
    Vector scaled(n_);
    for (std::size_t i = 0; i < n_; ++i) {
        scaled[i] = roots_[i] * draws.normal();
    }
    Vector x = mean_;
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t k = 0; k < n_; ++k) {
            x[i] += sigma_ * vectors_.at(i, k) * scaled[k];
        }
    }
    return x;
}

Vector CmaEs::whitened(const Vector& v) const {
    Vector inner(n_);
    for (std::size_t k = 0; k < n_; ++k) {
        for (std::size_t i = 0; i < n_; ++i) {
            inner[k] += vectors_.at(i, k) * v[i];
        }
        inner[k] /= roots_[k];
    }
    Vector out(n_);
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t k = 0; k < n_; ++k) {
            out[i] += vectors_.at(i, k) * inner[k];
        }
    }
    return out;
}

void CmaEs::tell(std::span<const Vector> best_first) {
    TL_CHECK(best_first.size() == weights_.size());
    ++generation_;
    std::vector<Vector> steps;
    for (const Vector& x : best_first) {
        TL_CHECK(x.size() == n_);
        Vector& step = steps.emplace_back(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            step[i] = (x[i] - mean_[i]) / sigma_;
        }
    }
    Vector drift(n_);
    for (std::size_t k = 0; k < parents_; ++k) {
        for (std::size_t i = 0; i < n_; ++i) {
            drift[i] += weights_[k] * steps[k][i];
        }
    }
    const Vector white = whitened(drift);
    for (std::size_t i = 0; i < n_; ++i) {
        mean_[i] += sigma_ * drift[i];
        sigma_path_[i] = (1 - c_sigma_) * sigma_path_[i] +
                         std::sqrt(c_sigma_ * (2 - c_sigma_) * mu_eff_) * white[i];
    }
    const double length = norm_of(sigma_path_);
    sigma_ *= math::exp((c_sigma_ / d_sigma_) * (length / chi_n_ - 1));

    // While the step size grows fast the path of the covariance stalls.
    const auto n = static_cast<double>(n_);
    const double warm = 1 - math::pow(1 - c_sigma_, 2.0 * static_cast<double>(generation_ + 1));
    const bool goes = length / std::sqrt(warm) < (1.4 + 2 / (n + 1)) * chi_n_;
    for (std::size_t i = 0; i < n_; ++i) {
        covariance_path_[i] = (1 - c_c_) * covariance_path_[i] +
                              (goes ? std::sqrt(c_c_ * (2 - c_c_) * mu_eff_) * drift[i] : 0.0);
    }
    adapt_covariance(steps, goes ? 0.0 : c_c_ * (2 - c_c_));
    decompose();
}

void CmaEs::adapt_covariance(const std::vector<Vector>& steps, double stall) {
    const auto n = static_cast<double>(n_);
    double sum = 0;
    Vector weights = weights_;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        sum += weights[k];
        if (weights[k] < 0) {
            const double length = norm_of(whitened(steps[k]));
            weights[k] *= n / (length * length + 1e-8);
        }
    }
    const double keep = 1 + c_1_ * stall - c_1_ - c_mu_ * sum;
    for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double rank_mu = 0;
            for (std::size_t k = 0; k < weights.size(); ++k) {
                rank_mu += weights[k] * steps[k][i] * steps[k][j];
            }
            const double value = keep * covariance_.at(i, j) +
                                 c_1_ * covariance_path_[i] * covariance_path_[j] + c_mu_ * rank_mu;
            covariance_.at(i, j) = value;
            covariance_.at(j, i) = value;
        }
    }
}

void CmaEs::decompose() {
    Eigen eigen = eigen_of(covariance_);
    constexpr double least = 1e-16;  // of a variance that rounding made negative
    for (std::size_t i = 0; i < n_; ++i) {
        roots_[i] = std::sqrt(std::max(eigen.values[i], least));
    }
    vectors_ = std::move(eigen.vectors);
}

double CmaEs::spread(std::size_t coordinate) const {
    return sigma_ * std::sqrt(std::max(covariance_.at(coordinate, coordinate), 0.0));
}

double CmaEs::condition() const {
    const auto [least, most] = std::ranges::minmax(roots_);
    return (most / least) * (most / least);
}

}  // namespace tradelab::brain
