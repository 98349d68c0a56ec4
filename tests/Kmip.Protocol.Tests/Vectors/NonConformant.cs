namespace Kmip.Protocol.Tests.Vectors;

/// <summary>Messages of the shared data that contradict the specification, each kind with the clause that decides it.</summary>
internal static class NonConformant
{
    /// <summary>Refused: part of the name of the row, and why.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["const (6) response"] = "7.1: a response has a header; the vector is a bare structure that tests a length",
        ["Use Case 11.1 (2) - Client B: Get (symmetric key), Get Attribute List request request"] = "7.2: Batch Count is required; the document left it out",
        ["pykmip 1.0 2.89 Locate request"] = "4.8 of 1.0: no Offset Items before 1.3",
        ["pykmip 1.0 2.91 Locate request"] = "4.8 of 1.0: no Offset Items before 1.3",
        ["pykmip 1.0 4.50 Locate request"] = "4.8 of 1.0: no Offset Items before 1.3",
        ["pykmip 1.0 4.52 Locate request"] = "4.8 of 1.0: no Offset Items before 1.3",
        ["pykmip 1.0 4.22 Get request"] = "2.1.6 of 1.0: no Encoding Option before 1.1",
        ["pykmip 1.0 4.22 Get response"] = "2.1.5 of 1.0: no Encoding Option before 1.1",
        ["pykmip 1.0 4.147 Register request"] = "2.1.5 of 1.0: no Encoding Option before 1.1",
        ["pykmip 1.0 4.148 Get response"] = "2.1.5 of 1.0: no Encoding Option before 1.1",
    };

    /// <summary>Accepted, and encoded as the specification says: the name of the row, and why.</summary>
    public static IReadOnlyDictionary<string, string> Corrected { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["pykmip 1.0 2.49 Query request"] = "9.1.3.2.24 of 1.0: query functions 5 and 6 are of 1.1 and left out",
        ["pykmip 2.0 6.147 Register request"] = "12.1 of 2.0: the usage mask bit Export is reserved and left out",
    };

    /// <summary>True for a Locate of 2.x without the Attributes structure that 6.1.27 of 2.0 requires: PyKMIP leaves an empty one out.</summary>
    public static bool IsLocateWithoutAttributes(MessageRow row) =>
        row.IsRequest && row.Name.StartsWith("pykmip 2.0", StringComparison.Ordinal) && row.Name.EndsWith("Locate request", StringComparison.Ordinal);
}
