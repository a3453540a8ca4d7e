"""A weighted mean of networks on one path of training: python average.py --models a.pt b.pt --weights 0.8 0.2 --out model.pt

The mean of a late and an earlier state is a little better on sources held out than either (Wortsman et al. 2022, "Model soups").
"""

import argparse

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", required=True)
    parser.add_argument("--weights", nargs="+", type=float, required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    assert len(args.models) == len(args.weights) and abs(sum(args.weights) - 1) < 1e-9, "a weight for each model, 1 in all"
    states = [torch.load(path, weights_only=False)["model"] for path in args.models]
    torch.save({"model": {name: sum(w * s[name] for w, s in zip(args.weights, states)) for name in states[0]}}, args.out)


if __name__ == "__main__":
    main()
