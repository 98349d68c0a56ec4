using Kmip.ProxyHost.Certificates;

namespace Kmip.ProxyHost.Tests.Certificates;

public class SealingKeyTests
{
    private static readonly byte[] MasterKey = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    [Fact]
    public void A_master_key_always_gives_the_same_sealing_key()
    {
        using SealedUnder first = new(SealingKey.Of("a", MasterKey));
        using SealedUnder second = new(SealingKey.Of("a", MasterKey));

        Assert.Equal("a", first.Key.KeyId);
        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public void It_is_not_the_master_key_so_that_a_destroyed_key_is_gone_from_memory()
    {
        using SealedUnder sealing = new(SealingKey.Of("a", MasterKey));

        Assert.Equal(32, sealing.Bytes.Length);
        Assert.NotEqual(MasterKey, sealing.Bytes);
        Assert.True(sealing.Bytes.AsSpan().IndexOf(MasterKey.AsSpan(0, 4)) < 0);
    }

    [Fact]
    public void Another_master_key_gives_another_sealing_key()
    {
        byte[] other = [.. MasterKey];
        other[31] ^= 1;
        using SealedUnder first = new(SealingKey.Of("a", MasterKey));
        using SealedUnder second = new(SealingKey.Of("a", other));

        Assert.NotEqual(first.Bytes, second.Bytes);
    }

    private sealed class SealedUnder(SealingKey key) : IDisposable
    {
        public SealingKey Key { get; } = key;

        public byte[] Bytes => Key.Key.Span.ToArray();

        public void Dispose() => Key.Key.Dispose();
    }
}
