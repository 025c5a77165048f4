"""The work that is measured, what is to be reached, and what other libraries cost."""

DECODED = {"route": (10_006, 5), "link": (201, 20), "family": (8, 200)}  # messages, repetitions
DECODE_WAYS = {
    "walk": "walk of the attributes, nothing read",
    "derived": "derived struct with three fields",
    "view": "generated view, three fields read",
    "all": "generated view, all nests opened",
}
DECODE_TARGETS = {"derived": (200, 950, 230), "view": (400, 1_400, 300), "all": (450, 4_000, 1_200)}
DECODE_PEERS = """\
| three fields by hand, without a library | 166 | 892 | 184 |
| netlink-bindings 0.3: getters, one pass | 938, 523 | 1,380, 4,649 | 734, 617 |
| netlink-bindings 0.3: all nests | 540 | 10,791 | 2,877 |
| nlink 0.33: derived, typed | 460, 722 | –, 5,300 | 900 |
| libmnl | 579 | 2,630 | 689 |
| netlink-packet-route 0.34 | 4,050 | 46,295 | 18,286 |
| neli 0.7 | 5,689 | 30,786 | 5,705 |"""

ENCODED = ("route", "wireguard")
ENCODE_TARGETS = {"derived": (110, 1_800), "generated": (160, 1_800)}
ENCODE_WAYS = {"derived": "derived struct", "generated": "generated request"}
ENCODE_PEERS = """\
| stores into a slice, one check each | 43 | 743 |
| libmnl | 435 | 5,460 |
| netlink-bindings 0.3 | 520 | 12,402 |
| nlink 0.33 | 1,722 | 9,283 |
| netlink-packet-route 0.34 | 3,238 | 70,460 |
| neli 0.7 | 5,661 | 114,976 |"""

INSERTS = {
    "100 a send, each acknowledged": ("raw", "batch"),
    "500 a send, the last acknowledged": ("raw-last", "batch-last"),
    "one by one": ("single",),
}
