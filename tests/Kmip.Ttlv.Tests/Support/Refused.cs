namespace Kmip.Ttlv.Tests.Support;

/// <summary>Asserts that bytes are refused, and for the reason that is meant.</summary>
internal static class Refused
{
    public delegate void Read(ref TtlvReader reader);

    /// <summary>The read throws the error at the offset, and leaves the reader where it stood.</summary>
    public static TtlvException ByRead(TtlvError error, byte[] bytes, Read read, TtlvReaderOptions? options = null, int offset = 0)
    {
        TtlvReader reader = new(bytes, options);
        int position = reader.Position;
        try
        {
            read(ref reader);
        }
        catch (TtlvException exception)
        {
            Assert.Equal((error, offset), (exception.Error, exception.Offset));
            Assert.Equal(position, reader.Position);
            return exception;
        }

        Assert.Fail($"{error} was expected and nothing was thrown");
        return null!;
    }

    /// <summary>The bytes are refused as one message by the validator, at the offset where it is given.</summary>
    public static TtlvException ByValidator(TtlvError error, byte[] bytes, TtlvReaderOptions? options = null, int? offset = null)
    {
        TtlvException exception = Assert.Throws<TtlvException>(
            () => TtlvValidator.Validate(bytes, TtlvLimits.Default, options ?? TtlvReaderOptions.Strict));
        Assert.Equal(error, exception.Error);
        Assert.Equal(offset ?? exception.Offset, exception.Offset);
        return exception;
    }

    /// <summary>The bytes are refused by a reader that reads everything in them.</summary>
    public static TtlvException ByWalk(TtlvError error, byte[] bytes, TtlvReaderOptions? options = null, int? offset = null)
    {
        TtlvException exception = Assert.Throws<TtlvException>(() => ItemCopier.Copy(bytes, options));
        Assert.Equal(error, exception.Error);
        Assert.Equal(offset ?? exception.Offset, exception.Offset);
        return exception;
    }

    /// <summary>Both the validator and a reader refuse the bytes.</summary>
    public static void Everywhere(TtlvError error, byte[] bytes, TtlvReaderOptions? options = null, int? offset = null)
    {
        ByValidator(error, bytes, options, offset);
        ByWalk(error, bytes, options, offset);
    }
}
