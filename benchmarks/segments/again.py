"""Train once more in an own process, whose environment differs.

python -m benchmarks.segments.again SAMPLES.pickle LABELS.npy
"""

import pickle
import sys
from pathlib import Path

import numpy as np

from benchmarks.segments.training import train
from ml.segments.clustering import assign

if __name__ == "__main__":
    samples = pickle.loads(Path(sys.argv[1]).read_bytes())
    np.save(sys.argv[2], assign(train(samples), samples["customers"]))
