#!/usr/bin/env python3
"""Reference values for core/signal's statistics, by scikit-learn and scipy. Writes golden.json beside itself.

usage: make-golden.py      (needs numpy, scipy and scikit-learn; the tests only read what it wrote)"""
import json
import pathlib

import numpy as np
import scipy.spatial
from scipy.optimize import brentq
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve
from sklearn.mixture import GaussianMixture

GOLDEN = {}


def keep(name, values):
    GOLDEN[name] = [float(v) for v in np.asarray(values, float).ravel()]


def mixture():
    rng = np.random.default_rng(1)
    centres = np.array([[0, 0, 50, 1, -3], [2, 1, 54, 3, -1], [-3, 2, 47, 0, 2.0]])
    rows = np.concatenate([c + rng.normal(size=(90, 5)) * (0.4 + 0.3 * i) for i, c in enumerate(centres)])
    weights = np.array([0.5, 0.3, 0.2])
    means = centres + 0.5
    variances = np.full((3, 5), 1.5)
    keep("mixture.rows", rows)
    keep("mixture.weights", weights)
    keep("mixture.means", means)
    keep("mixture.variances", variances)
    for rounds in (1, 5):
        model = GaussianMixture(3, covariance_type="diag", tol=0, reg_covar=0, max_iter=rounds, weights_init=weights,
                                means_init=means, precisions_init=1 / variances).fit(rows)
        keep(f"mixture.weights.{rounds}", model.weights_)
        keep(f"mixture.means.{rounds}", model.means_)
        keep(f"mixture.variances.{rounds}", model.covariances_)
        keep(f"mixture.density.{rounds}", model.score_samples(rows))


def logistic():
    rng = np.random.default_rng(2)
    genuine = np.arange(80) % 3 == 0
    rows = rng.normal(size=(80, 4)) * [1, 20, 0.1, 3] + np.outer(genuine, [1, 8, 0.05, 0]) + [0, 100, -1, 5]
    shares = np.where(genuine, 0.5 / genuine.sum(), 0.5 / (~genuine).sum())
    mean, scale = rows.mean(0), rows.std(0)
    model = LogisticRegression(C=1 / 0.01, tol=1e-12, max_iter=100000)
    model.fit((rows - mean) / scale, genuine, sample_weight=shares)
    weights = model.coef_[0] / scale
    keep("logistic.rows", rows)
    keep("logistic.genuine", genuine)
    keep("logistic.weights", [*weights, model.intercept_[0] - (weights * mean).sum()])


def rates():
    rng = np.random.default_rng(3)
    genuine = rng.random(120) < 0.4
    scores = np.round(rng.normal(size=120) * 1.5 + np.where(genuine, 1, -1), 1)  # ties included
    alarm, hit, _ = roc_curve(genuine, scores, drop_intermediate=False)
    miss = 1 - hit
    eer = brentq(lambda x: np.interp(x, alarm, miss) - x, 0, 1, xtol=1e-15)
    hull = scipy.spatial.ConvexHull(np.column_stack([[*alarm, 1], [*miss, 1]]))
    lower = [h for h in hull.equations if h[0] < 0 and h[1] < 0]
    fitted = IsotonicRegression(increasing=True).fit(scores, genuine).predict(scores)
    with np.errstate(divide="ignore"):
        llr = np.log(fitted / (1 - fitted)) - np.log(genuine.sum() / (~genuine).sum())

    def cllr(values):
        return 0.5 * (np.logaddexp(0, -values[genuine]).mean() + np.logaddexp(0, values[~genuine]).mean()) / np.log(2)

    keep("rates.scores", scores)
    keep("rates.genuine", genuine)
    keep("rates.eer", [eer])
    keep("rates.eer_hull", [max(-h[2] / (h[0] + h[1]) for h in lower)])
    keep("rates.min_dcf", [min(np.minimum(0.05 * miss + 0.95 * alarm, 9)) / 0.05])
    keep("rates.cllr", [cllr(scores)])
    keep("rates.min_cllr", [cllr(llr)])
    keep("rates.calibrated", np.clip(llr, -1e9, 1e9))
    values = rng.normal(size=50).cumsum()
    weights = rng.random(50) + 0.1
    keep("isotonic.values", values)
    keep("isotonic.weights", weights)
    keep("isotonic.fitted", IsotonicRegression().fit(np.arange(50), values, sample_weight=weights).predict(np.arange(50)))


mixture()
logistic()
rates()
text = ",\n".join(f'  "{name}": {json.dumps(values)}' for name, values in GOLDEN.items())
pathlib.Path(__file__).with_name("golden.json").write_text("{\n" + text + "\n}\n")
