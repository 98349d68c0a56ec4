namespace Kmip.SpecGen.Model;

/// <summary>A structure: the fields between its header and its end.</summary>
public sealed class StructureSpec : Ranged
{
    /// <summary>The tag of its item.</summary>
    public required string Tag { get; init; }

    /// <summary>True where the model is written by hand; the fields are still checked and documented.</summary>
    public bool HandWritten { get; init; }

    /// <summary>True where rules across fields are written by hand, in a method CheckFields of the partial class.</summary>
    public bool Checked { get; init; }

    /// <summary>True where it is one of several forms of its tag, chosen by another field.</summary>
    public bool Variant { get; init; }

    /// <summary>True where it is a managed object.</summary>
    public bool Object { get; init; }

    /// <summary>The fields, in order.</summary>
    public required IReadOnlyList<FieldSpec> Fields { get; init; }
}

/// <summary>The fields of a request or response payload.</summary>
public sealed class PayloadSpec
{
    /// <summary>The fields, in order.</summary>
    public required IReadOnlyList<FieldSpec> Fields { get; init; }
}

/// <summary>An operation and its two payloads.</summary>
public sealed class OperationSpec : Ranged
{
    /// <summary>The number of the operation.</summary>
    public required string Value { get; init; }

    /// <summary>Who sends the request: clientToServer, serverToClient or both.</summary>
    public required string Direction { get; init; }

    /// <summary>The request payload.</summary>
    public required PayloadSpec Request { get; init; }

    /// <summary>The response payload.</summary>
    public required PayloadSpec Response { get; init; }
}
