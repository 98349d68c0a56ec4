using System.Numerics;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Big Integer as a number.</summary>
    /// <remarks>The number is a copy that cannot be erased: read secret numbers with <see cref="ReadBigIntegerBytes"/>.</remarks>
    /// <exception cref="TtlvException">Another item comes here, or its length is not a positive multiple of 8.</exception>
    public BigInteger ReadBigInteger(KmipTag tag) => new(ReadBigIntegerBytes(tag), isUnsigned: false, isBigEndian: true);

    /// <summary>Reads a Big Integer as its bytes: two's complement, big-endian, a positive multiple of 8 long.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length is not a positive multiple of 8.</exception>
    public ReadOnlySpan<byte> ReadBigIntegerBytes(KmipTag tag) => ReadValue(tag, TtlvType.BigInteger);
}
