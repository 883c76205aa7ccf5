using System.Collections;

namespace MediaAdmin.Reconciliation;

/// <summary>A set of row ids, a bit for each. Ids are given one after the other, so it stays small: 12 kB for 100,000; where none are, there is nothing.</summary>
sealed class IdSet
{
    private const int Block = 1 << 16;

    private readonly Dictionary<long, BitArray> _blocks = [];

    public void Add(long id)
    {
        var (block, bit) = Math.DivRem(id, Block);
        if (!_blocks.TryGetValue(block, out var bits)) _blocks[block] = bits = new(Block);
        bits[(int)bit] = true;
    }

    public bool Contains(long id)
    {
        var (block, bit) = Math.DivRem(id, Block);
        return _blocks.TryGetValue(block, out var bits) && bits[(int)bit];
    }
}
