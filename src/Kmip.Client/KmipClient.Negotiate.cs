using Kmip.Protocol;

namespace Kmip.Client;

public sealed partial class KmipClient
{
    /// <summary>Discover Versions exists since KMIP 1.1, so that every server of 1.1 or later knows it in that version.</summary>
    private static readonly KmipVersion FirstToDiscover = KmipVersion.V1_1;

    private async ValueTask ConnectFirstAsync(CancellationToken cancellationToken) => _ = await WithinAsync(
        _options.ConnectTimeout,
        KmipConnectionError.ConnectTimedOut,
        async token =>
        {
            _connection = await KmipConnection.OpenAsync(_options, token).ConfigureAwait(false);
            Version = _options.Versions.Count == 1 ? _options.Versions[0] : await DiscoverAsync(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Asks with a header of KMIP 1.1, then with one of 2.0 for servers without any 1.x. A server that knows the operation in neither is one of
    /// KMIP 1.0 (KMIP 1.4 section 4.26 and Usage Guide 1.4 section 3.21).
    /// </summary>
    private async ValueTask<KmipVersion> DiscoverAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<KmipVersion> offered = await AskAsync(FirstToDiscover, cancellationToken).ConfigureAwait(false)
            ?? (_options.Versions.Contains(KmipVersion.V2_0) ? await AskAsync(KmipVersion.V2_0, cancellationToken).ConfigureAwait(false) : null)
            ?? [KmipVersion.V1_0];
        foreach (KmipVersion version in _options.Versions)
        {
            if (offered.Contains(version))
            {
                return version;
            }
        }

        throw new KmipConnectionException(
            KmipConnectionError.NoCommonVersion,
            $"The server at {_options.Host}, port {_options.Port}, speaks none of the KMIP versions {string.Join(", ", _options.Versions)}.");
    }

    private async ValueTask<IReadOnlyList<KmipVersion>?> AskAsync(KmipVersion version, CancellationToken cancellationToken)
    {
        Version = version;
        DiscoverVersionsRequest request = new();
        foreach (KmipVersion ours in _options.Versions)
        {
            request.ProtocolVersions.Add(ours);
        }

        try
        {
            DiscoverVersionsResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            return [.. response.ProtocolVersions];
        }
        catch (KmipOperationFailedException)
        {
            // Refused: the server does not know the operation, or not this version. The caller goes on with what is left.
            return null;
        }
    }
}
