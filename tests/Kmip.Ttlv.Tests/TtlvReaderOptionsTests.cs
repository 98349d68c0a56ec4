namespace Kmip.Ttlv.Tests;

public sealed class TtlvReaderOptionsTests
{
    [Fact]
    public void Strict_is_the_default_and_lenient_differs_in_two_ways()
    {
        Assert.False(TtlvReaderOptions.Strict.AllowNonZeroPadding);
        Assert.False(TtlvReaderOptions.Strict.AllowEightByteIntegers);
        Assert.True(TtlvReaderOptions.Lenient.AllowNonZeroPadding);
        Assert.True(TtlvReaderOptions.Lenient.AllowEightByteIntegers);
        Assert.Equal(TtlvReaderOptions.Strict.MaximumDepth, TtlvReaderOptions.Lenient.MaximumDepth);
        Assert.Equal(TtlvReaderOptions.Strict.MaximumTextLength, TtlvReaderOptions.Lenient.MaximumTextLength);
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvReaderOptions { MaximumDepth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvReaderOptions { MaximumDepth = 65 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvReaderOptions { MaximumTextLength = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvLimits { MaximumDepth = 65 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvLimits { MaximumItems = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TtlvLimits { MaximumMessageLength = 15 });
    }
}
