namespace Kmip.FakeAws.Signing;

/// <summary>Why a signature was refused.</summary>
public enum SignatureProblem
{
    Missing,
    Incomplete,
    UnknownAccessKey,
    BadToken,
    ExpiredToken,
    OutsideClockSkew,
    WrongScope,
    Mismatch,
}
