using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>Discover Versions (KMIP 1.4 section 4.26, KMIP 2.1 section 6.1.16): what the server speaks, newest first, among what the client lists.</summary>
public sealed class DiscoverVersionsHandler : OperationHandler<DiscoverVersionsRequest, DiscoverVersionsResponse>
{
    /// <inheritdoc/>
    public override ValueTask<DiscoverVersionsResponse> HandleAsync(
        DiscoverVersionsRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IEnumerable<KmipVersion> versions = KmipVersion.Supported;
        if (request.ProtocolVersions.Count > 0)
        {
            versions = versions.Where(request.ProtocolVersions.Contains);
        }

        return ValueTask.FromResult(new DiscoverVersionsResponse { ProtocolVersions = [.. versions] });
    }
}
