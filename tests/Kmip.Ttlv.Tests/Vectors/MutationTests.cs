using Kmip.TestSupport;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.VectorTests;

/// <summary>
/// Vectors changed at random, with a fixed seed: whatever comes, the validator and the reader throw nothing but
/// <see cref="TtlvException"/>, agree with each other, and the dump throws nothing at all.
/// </summary>
public sealed class MutationTests
{
    private const int Mutations = 100_000;
    private const int DumpEvery = 50;

    [Fact]
    public void Mutated_vectors_are_refused_or_read_and_nothing_else()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Random random = new(20260);
        byte[][] seeds = [.. Vectors.Valid.Where(v => v.Kind != "items").Select(v => v.Bytes)];
        int accepted = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            TtlvReaderOptions options = i % 2 == 0 ? TtlvReaderOptions.Strict : TtlvReaderOptions.Lenient;
            bool valid = IsValid(bytes, options);
            if (valid)
            {
                byte[] copy = ItemCopier.Copy(bytes, options);
                Assert.True(options == TtlvReaderOptions.Lenient || copy.AsSpan().SequenceEqual(bytes));
                accepted++;
            }
            else
            {
                Assert.False(IsReadable(bytes, options));
            }

            if (i % DumpEvery == 0)
            {
                Assert.NotNull(TtlvText.Format(bytes));
            }
        }

        Assert.InRange(accepted, Mutations / 100, Mutations * 99 / 100);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int place = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0: bytes[place] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[place] = (byte)random.Next(256); break;
                case 2: bytes[(place & ~7) + random.Next(Math.Min(8, bytes.Length - (place & ~7)))] = (byte)random.Next(16); break;
                case 3: bytes = bytes[..Math.Max(place, 1)]; break;
                default: bytes = [.. bytes[..place], .. bytes[random.Next(place + 1)..]]; break;
            }
        }

        return bytes;
    }

    private static bool IsValid(byte[] bytes, TtlvReaderOptions options)
    {
        try
        {
            TtlvValidator.Validate(bytes, TtlvLimits.Default, options);
            return true;
        }
        catch (TtlvException)
        {
            return false;
        }
    }

    /// <summary>Reads all items; more than one is no message.</summary>
    private static bool IsReadable(byte[] bytes, TtlvReaderOptions options)
    {
        try
        {
            TtlvReader reader = new(bytes, options);
            reader.Skip();
            bool isOne = reader.IsAtEnd;
            _ = ItemCopier.Copy(bytes, options);
            return isOne;
        }
        catch (TtlvException)
        {
            return false;
        }
    }
}
