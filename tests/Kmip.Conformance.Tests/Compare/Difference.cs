namespace Kmip.Conformance.Tests.Compare;

internal enum DifferenceKind
{
    /// <summary>One server succeeded and the other did not.</summary>
    Result,

    /// <summary>The recorded answer has an item that ours lacks.</summary>
    Missing,

    /// <summary>Our answer has an item that the recorded one lacks.</summary>
    Extra,

    /// <summary>The same items in another order.</summary>
    Order,

    /// <summary>The same item with another type.</summary>
    Type,

    /// <summary>The same item with another value.</summary>
    Value,
}

/// <summary>One place where our answer is not the recorded one.</summary>
/// <param name="Path">Names of the items from the message downwards, separated by slashes; an attribute of KMIP 1.x carries its name in brackets.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Recorded">What the recorded server sent, for people; empty where it sent nothing.</param>
/// <param name="Ours">What our server sent.</param>
internal sealed record Difference(string Path, DifferenceKind Kind, string Recorded, string Ours);
