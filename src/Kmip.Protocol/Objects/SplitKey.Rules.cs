using Kmip.Ttlv;

namespace Kmip.Protocol;

public sealed partial class SplitKey
{
    // Sharing in a prime field needs the size of the field (clause 2.2.5 of 1.x, 2.8 of 2.x).
    private void CheckFields(int position)
    {
        if (SplitKeyMethod is SplitKeyMethod.PolynomialSharingPrimeField && PrimeFieldSize is null)
        {
            throw new TtlvException(TtlvError.MissingItem, KmipTag.PrimeFieldSize, position, "the split key method needs it");
        }
    }
}
