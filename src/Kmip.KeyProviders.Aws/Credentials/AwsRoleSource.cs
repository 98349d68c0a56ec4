using Amazon.SecurityToken.Model;

namespace Kmip.KeyProviders.Aws;

/// <summary>Credentials of a role, from STS AssumeRole with the credentials of another source.</summary>
internal sealed class AwsRoleSource(AwsSettings settings, AwsTransport transport, AwsCredentialSource inner)
    : AwsCredentialSource(settings.Options.TimeProvider)
{
    /// <summary>The shortest session that every role allows for is 15 minutes; renewal is automatic, so a short one is enough.</summary>
    private const int SessionSeconds = 900;

    public override void Dispose()
    {
        inner.Dispose();
        base.Dispose();
    }

    protected override async ValueTask<AwsKeys> ObtainAsync(AwsKeys? rejected, CancellationToken cancellationToken)
    {
        AwsKeys keys = await inner.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AssumeAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyProviderException e) when (e.Error == KeyProviderError.CredentialsRejected)
        {
            // The credentials behind the role may have been replaced meanwhile; if not, the refusal stands.
            if (!await inner.RefreshAsync(keys, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return await AssumeAsync(await inner.GetAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<AwsKeys> AssumeAsync(AwsKeys keys, CancellationToken cancellationToken)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = settings.Options.RoleArn,
            RoleSessionName = settings.Options.RoleSessionName,
            ExternalId = settings.Options.ExternalId,
            DurationSeconds = SessionSeconds,
        };
        AssumeRoleResponse response = await AwsCall.RunAsync(
            transport.StsClient(keys), static (sts, r, token) => sts.AssumeRoleAsync(r, token), request, AwsService.Sts, cancellationToken).ConfigureAwait(false);
        return AwsCall.ToKeys(response.Credentials);
    }
}
