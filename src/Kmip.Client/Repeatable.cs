using Kmip.Protocol;

namespace Kmip.Client;

/// <summary>
/// The operations that change nothing on the server, so that asking twice is like asking once. Get and the cryptographic operations may count
/// against usage limits only where the client asked for an allocation first, which is another operation.
/// </summary>
internal static class Repeatable
{
    public static bool Contains(Operation operation) => operation is
        Operation.DiscoverVersions or Operation.Query or Operation.Locate or Operation.Get or Operation.GetAttributes or Operation.GetAttributeList;
}
