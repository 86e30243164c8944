using Massar.Features.Certificates.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<CertificateRequest> CertificateRequests => Set<CertificateRequest>();

    public DbSet<CertificateBatch> CertificateBatches => Set<CertificateBatch>();

    public DbSet<CertificateBatchItem> CertificateBatchItems => Set<CertificateBatchItem>();
}
