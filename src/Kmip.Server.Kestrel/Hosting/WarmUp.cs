using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.Ttlv;

namespace Kmip.Server.Kestrel;

/// <summary>
/// Runs what the first client would otherwise wait for: the codec and the dispatcher are compiled, and the system's cryptographic library is
/// loaded. Code that has not run yet is 8 to 20 times slower, and some clients give a connection up after a few seconds.
/// </summary>
internal static class WarmUp
{
    private static readonly ClientIdentity Identity = ClientIdentity.InProcess("warm-up");

    /// <summary>Sends a Discover Versions request through the handler and uses the server's private key once, where it is known.</summary>
    public static async Task RunAsync(IFrameHandler handler, SslStreamCertificateContext? certificate, CancellationToken cancellationToken)
    {
        TouchCryptography(certificate?.TargetCertificate);
        using var request = new TtlvWriter();
        WriteRequest(request);
        using var response = new TtlvWriter();
        for (int round = 0; round < 3; round++)
        {
            response.Reset();
            await handler.HandleAsync(request.WrittenMemory, response, Identity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteRequest(TtlvWriter writer)
    {
        // Discover Versions (operation 0x1E) in KMIP 1.1, the first version that has it, without a list of the client's own.
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                using (writer.BeginStructure(KmipTag.ProtocolVersion))
                {
                    writer.WriteInteger(KmipTag.ProtocolVersionMajor, 1);
                    writer.WriteInteger(KmipTag.ProtocolVersionMinor, 1);
                }

                writer.WriteInteger(KmipTag.BatchCount, 1);
            }

            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteEnumeration(KmipTag.Operation, 0x1Eu);
                using (writer.BeginStructure(KmipTag.RequestPayload))
                {
                }
            }
        }
    }

    private static void TouchCryptography(X509Certificate2? certificate)
    {
        byte[] digest = SHA256.HashData(RandomNumberGenerator.GetBytes(32));
        using (var cipher = new AesGcm(digest, AesGcm.TagByteSizes.MaxSize))
        {
            cipher.Encrypt(new byte[AesGcm.NonceByteSizes.MaxSize], digest, new byte[digest.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        }

        using ECDsa? elliptic = certificate?.GetECDsaPrivateKey();
        using RSA? rsa = certificate?.GetRSAPrivateKey();
        _ = elliptic?.SignHash(digest) ?? rsa?.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
