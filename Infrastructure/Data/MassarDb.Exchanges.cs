using Massar.Features.Exchanges.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Exchange> Exchanges => Set<Exchange>();

    public DbSet<ExchangeParty> ExchangeParties => Set<ExchangeParty>();

    public DbSet<ExchangeAgreement> ExchangeAgreements => Set<ExchangeAgreement>();

    public DbSet<ExchangeNote> ExchangeNotes => Set<ExchangeNote>();

    public DbSet<ExchangeOffer> ExchangeOffers => Set<ExchangeOffer>();

    public DbSet<OfferWish> ExchangeOfferWishes => Set<OfferWish>();
}
