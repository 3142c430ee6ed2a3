namespace TipAnalytics.Pipeline.Suppression;

/// <summary>First group of each key. Keys are sums of random numbers, so a key says itself where it stands; it is asked a hundred million times.</summary>
internal sealed class KeyTable
{
    private readonly ulong[] keys;
    private readonly int[] groups;
    private readonly ulong mask;

    /// <param name="most">Keys at most.</param>
    public KeyTable(int most)
    {
        var size = 16;
        while (size < 2 * most)
            size *= 2;
        (keys, groups, mask) = (new ulong[size], new int[size], (ulong)size - 1);
        Array.Fill(groups, -1);
    }

    /// <summary>The first group of a key stays.</summary>
    public void TryAdd(ulong key, int group)
    {
        var place = Place(key);
        for (; groups[place] >= 0; place = (place + 1) & mask)
            if (keys[place] == key)
                return;
        (keys[place], groups[place]) = (key, group);
    }

    private ulong Place(ulong key) => (key ^ key >> 32) & mask;

    /// <returns>−1: none.</returns>
    public int Find(ulong key)
    {
        for (var place = Place(key); groups[place] >= 0; place = (place + 1) & mask)
            if (keys[place] == key)
                return groups[place];
        return -1;
    }
}
