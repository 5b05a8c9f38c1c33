"""Reads the shipped encoder back into the network that learns, so that teaching goes on from it."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from evidence.matching.encoder import LAYERS, TABLES
from training.network import Network

_MATRICES = ("qkv", "ao", "fi", "fo")


def resume(net: Network, folder: Path, pieces: list[str]) -> None:
    """Give *net* the weights in *folder*; the *pieces* of its vocabulary that these lack stay as they are.

    Whole numbers of 8 bits are read back as what they stand for: what rounding lost stays lost.

    Raises:
        ValueError: the file holds another number of matrices.
        RuntimeError: the weights are not those of such a network.
    """
    model = onnx.load(folder / LAYERS)
    held = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    names = [node.input[1] for node in model.graph.node if node.op_type == "MatMulInteger" and node.input[1] in held]
    if len(names) != len(net.layers) * len(_MATRICES):
        raise ValueError(f"{folder / LAYERS}: {len(names)} matrices")
    value = {name: torch.tensor(held[name]) for name in held if name.startswith("layers.")}
    for rank, name in enumerate(names):
        base = name.removesuffix("_quantized")
        whole = held[name].astype(np.float32) - held[base + "_zero_point"].astype(np.float32)
        layer, matrix = divmod(rank, len(_MATRICES))
        value[f"layers.{layer}.{_MATRICES[matrix]}.weight"] = torch.tensor((whole * held[base + "_scale"]).T.copy())
    tables = np.load(folder / TABLES, allow_pickle=False)
    rows = tables["rows"].astype(np.float32) * tables["steps"][:, None]
    place = {str(piece): rank for rank, piece in enumerate(tables["pieces"])}
    words = net.emb.weight.detach().clone()
    for rank, piece in enumerate(pieces):
        if piece in place:
            words[rank] = torch.tensor(rows[place[piece]])
    value["emb.weight"] = words
    value["pos"] = torch.tensor(tables["places"].astype(np.float32))
    value["eln.weight"], value["eln.bias"] = torch.tensor(tables["gain"]), torch.tensor(tables["shift"])
    value["head.weight"] = torch.tensor(tables["head"].astype(np.float32))
    value["head.bias"] = torch.tensor(tables["head_bias"])
    status = torch.tensor(tables["status"].astype(np.float32))
    value["stat.weight"] = status.mean(0)
    value["statc.weight"] = (status - status.mean(0)).reshape(net.criteria * net.statuses, -1)
    value["stat.bias"] = torch.tensor(tables["status_bias"])
    value["ask"] = torch.tensor(tables["asks"].astype(np.float32))
    net.load_state_dict(value)
